"""A mini course for who hires people: social safety in selection and appraisal (GOR m9)."""
