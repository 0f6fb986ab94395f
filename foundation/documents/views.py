from django.http import FileResponse, Http404
from django.views import View

from foundation.audit.gate import open_record

from . import store
from .models import Document


class DownloadDocument(View):
    """Hand out a document to whoever may see its record: always as an attachment, never opened inside our pages."""

    http_method_names = ["get", "head"]

    def get(self, request, ref):
        document = open_record(request, Document.objects.filter(removed_at=None), ref=ref)
        place = store.path_of(document.stored_as)
        if not place.exists():
            raise Http404
        answer = FileResponse(place.open("rb"), as_attachment=True, filename=document.name, content_type=document.media_type)
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["Cache-Control"] = "no-store"
        return answer
