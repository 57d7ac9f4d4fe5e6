"""How findings about figures that were filed for derived items are called."""

from junxian.terms.name import Name

RULE = "derived_item"
NAME = Name(zh="推算项与填报数一致", en="A derived item as filed")
