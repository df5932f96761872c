"""The site: pages, what their scripts load, and nothing that is fetched from elsewhere."""

from compendium.render.web.faces import with_faces
from compendium.render.web.site import Beside, site

__all__ = ["Beside", "site", "with_faces"]
