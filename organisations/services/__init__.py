"""Changes to persons and the organisation; every one of them is a function here."""
