"""The demo organisation and its sign-in page."""
