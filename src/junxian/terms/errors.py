"""The tree of errors. Bad figures are findings, not errors; an error concerns a declaration or a use."""


class JunxianError(Exception):
    """A mistake that the user can mend: where it stands, what is wrong, what to do."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(f"{where}: {what}" + (f" {remedy}" if remedy else ""))


class DeclarationError(JunxianError):
    """A declaration (TOML or CSV of the province folder) is wrong or contradicts another."""


class FiguresError(JunxianError):
    """A folder or file of figures cannot be used at all; single bad figures are findings."""


class MethodError(JunxianError):
    """A method was called with arguments for which it is not defined."""


class AllocationError(JunxianError):
    """An allocation is declared so that it cannot be computed; infeasible limits are a result, not an error."""


class NotPermitted(JunxianError):  # noqa: N818
    """The deed is not permitted here: a folder that cannot be written, a run that is not whole."""
