"""How large an expression may be; larger ones are refused before or while they are read."""

from decimal import Decimal

MAX_LENGTH = 2_000  # characters
MAX_DEPTH = 40  # brackets in brackets, operations in operations
MAX_NODES = 500
MAX_CHOICES = 100  # values of a list, arguments of a function
MAX_NUMBER = Decimal("1e300")
MAX_DIGITS = 40  # of one number
MAX_PLACES = 12  # decimals to which `round` rounds
