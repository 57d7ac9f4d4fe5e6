"""The bulletin and its findings as workbooks."""
