"""What the page of a county or a city says."""
