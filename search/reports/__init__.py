"""What the page of the search shows."""
