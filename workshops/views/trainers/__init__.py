"""Pages of trainers and coordinators. Forbidden and unknown both give 404."""
