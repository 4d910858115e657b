"""What every demo is: a widget that can also compute its numbers and draw its picture without a browser."""

from importlib.util import find_spec
from typing import Any, ClassVar

import anywidget
import traitlets

from .assembly import markup, module, stylesheet
from .still import still


class Demo(anywidget.AnyWidget):
    """A widget made of ``<name>.html``, ``<name>.css`` and ``<name>.js``; subclasses add their traits."""

    name: ClassVar[str]

    _markup = traitlets.Unicode().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Find the browser side of the demo by its name."""
        if "name" in vars(cls):  # traitlets makes subclasses too; these have all they need
            cls._esm = module(cls.name)
            cls._css = stylesheet(cls.name)
        super().__init_subclass__(**kwargs)

    def __init__(self, **traits: Any) -> None:
        """Start from these values of the demo's traits.

        Raises:
            TypeError: the demo has no trait of that name.
        """
        known = [name for name in self.class_own_traits(sync=True) if not name.startswith("_")]
        if unknown := traits.keys() - self.class_trait_names():
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}; it takes {', '.join(known)}")
        super().__init__(_markup=markup(self.name), **traits)

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        raise NotImplementedError

    def static_html(self) -> str:
        """The demo as it stands, without life: for readers without JavaScript, and until it wakes."""
        return still(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and beside it the still picture for those who show notebooks without widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle and find_spec("quickjs"):  # it comes with the extra "book"; a live notebook does without
            bundle[0]["text/html"] = self.static_html()
        return bundle
