"""Start page, Mijn leren, standard pages."""
