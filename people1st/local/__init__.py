"""What `make` starts on one machine: the site with its PostgreSQL, the tests, the checks. Not for production."""
