"""Django proper, for the threads that serve pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
application = get_wsgi_application()
