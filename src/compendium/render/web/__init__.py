"""The site: pages, what their scripts load, and nothing that is fetched from elsewhere."""

from compendium.render.web.site import site

__all__ = ["site"]
