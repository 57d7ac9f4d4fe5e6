from junxian.studies.sensitivity.choices import Choices, default_choices, parse_choices
from junxian.studies.sensitivity.study import SensitivityStudy, study_sensitivity

__all__ = ["Choices", "SensitivityStudy", "default_choices", "parse_choices", "study_sensitivity"]
