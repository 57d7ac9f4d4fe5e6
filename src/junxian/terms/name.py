"""Names in Chinese and English."""

from pydantic import BaseModel, ConfigDict


class Name(BaseModel):
    """A text in Chinese and English; where English is absent the Chinese stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str = ""

    def text(self, language: str) -> str:
        """Return the text in 'zh' or 'en'."""
        return self.en or self.zh if language == "en" else self.zh
