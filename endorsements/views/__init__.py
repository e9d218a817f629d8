"""The pages of the endorsements, one file for each part of the journey."""
