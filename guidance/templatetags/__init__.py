"""Template tags of guidance."""
