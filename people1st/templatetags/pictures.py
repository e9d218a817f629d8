"""What templates ask of pictures: `{% load pictures %}`."""

from django import template

from people1st.sheets import Cell, Sheet

register = template.Library()


@register.filter
def cell_of(sheet: Sheet | None, key: int | None) -> Cell | None:
    """{% with cell=portraits|cell_of:quote.portrait_id %} → where the picture is on the sheet, or None."""
    return sheet.cell_of(key) if sheet else None


@register.filter
def initial(name: str) -> str:
    """{{ quote.person|initial }} → the first letter of the name; nothing when it has none."""
    return next((letter for letter in name if letter.isalpha()), "").upper()
