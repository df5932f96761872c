"""The theme's templates: markup in, a page's furniture around it, and what is wrong with them.

Values reach a template as data and are never read as templates themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import jinja2
from markupsafe import Markup

from compendium.diag import Diagnostic, Span
from compendium.model.theme import Theme


@dataclass(slots=True)
class Templates:
    """The templates of one theme, each parsed once, and the problems met in using them."""

    theme: Theme
    engine: jinja2.Environment
    problems: list[Diagnostic] = field(default_factory=list)

    def fill(self, name: str, **values: object) -> Markup:
        """The template *name* filled with *values*; empty if it is broken, which is noted once."""
        try:
            return Markup(self.engine.get_template(name).render(values))
        except jinja2.TemplateError as error:
            self._note(name, error)
            return Markup("")

    def _note(self, name: str, error: jinja2.TemplateError) -> None:
        at = getattr(error, "lineno", None) or 1
        where = getattr(error, "name", None) or name
        problem = Diagnostic(
            "template-broken",
            f"the template `{where}` cannot be used: {error.message or 'not found'}",
            Span(f"{self.theme.name}/{where}", (at, 1), (at, 1)),
            "mend it in the theme",
        )
        if problem not in self.problems:
            self.problems.append(problem)


def templates(theme: Theme) -> Templates:
    """The templates of *theme*, ready to be filled."""
    engine = jinja2.Environment(
        loader=jinja2.DictLoader(dict(theme.templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    return Templates(theme, engine)
