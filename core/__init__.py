"""Ground floor: settings from the environment, clock, business dates, StreamField. No models."""
