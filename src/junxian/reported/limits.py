"""How large a filed file may be; larger ones are refused before they are parsed."""

MIB = 1024 * 1024

MAX_WORKBOOK_BYTES = 64 * MIB  # on disk
MAX_UNPACKED_BYTES = 512 * MIB  # all entries of a workbook, as declared and as counted
MAX_RATIO = 200  # unpacked to packed, asked of entries above RATIO_FROM_BYTES
RATIO_FROM_BYTES = 10 * MIB
MAX_SHEET_CELLS = 2_000_000  # rows x columns from A1 to the last cell, whether declared or used
MAX_CSV_BYTES = 512 * MIB
MAX_PARQUET_BYTES = 512 * MIB
MAX_PARQUET_CELLS = 100_000_000

HEADER_SEARCH_ROWS = 40  # the header stands within these
HEADER_DEPTH = 3  # rows that a header may take
MAX_NUMBER_LENGTH = 60  # characters of a cell that may still be a number
MAX_EXPONENT = 300
MAX_FIGURE = 10**18  # in the item's unit; the product of the world in 元 is below 10**15
NEAREST_WORDS = 20  # unknown areas of one file for which the nearest known one is sought
