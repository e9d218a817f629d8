"""Why something of people1st.local stops: one sentence for the person at the terminal."""


class CannotStart(Exception):  # noqa: N818 - it is no error of the program
    """Its text is printed as it is, without a traceback."""
