"""The duties in the admin: look at everything, decide about one obligation."""
