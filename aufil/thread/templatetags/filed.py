"""The mosaic of photos. Written here and not in a template: a page may hold hundreds."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from aufil.thread.queries import FileView

register = template.Library()

READY = (
    '<a class="photo" data-file="{}" data-is="ready"{} href="{}">'
    '<img src="{}thumb/" alt="{}" width="{}" height="{}" loading="lazy" fetchpriority="low" decoding="async"></a>'
)
ON_ITS_WAY = (
    '<span class="photo" data-file="{}" data-is="{}"><img{} alt="{}" width="{}" height="{}">'
    '<span class="photo__says" data-role="says">{}</span></span>'
)


@register.filter
def mosaic(photos: Sequence[FileView]) -> SafeString | str:
    """One photo as large as it fits, several as squares; nothing for none."""
    if not photos:
        return ""
    cells = format_html_join("", "{}", ((_cell(photo),) for photo in photos))
    return format_html('<div class="photos" data-n="{}">{}</div>', len(photos), cells)


def _cell(photo: FileView) -> SafeString:
    shape = photo.shape
    if photo.is_ready:
        original = shape["versions"].get("original")
        size = format_html(' data-size="{}"', original["size"]) if original else ""
        drawn = (photo.opens, photo.address, photo.alt, photo.width, photo.height)
        return format_html(READY, shape["id"], size, *drawn)
    preview = format_html(' src="{}"', photo.preview) if photo.preview else ""
    waits = (preview, photo.alt, photo.width, photo.height, shape["says"])
    return format_html(ON_ITS_WAY, shape["id"], shape["state"], *waits)
