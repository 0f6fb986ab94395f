"""Searching the papers of one file."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views import View

from casetracker.models import CaseFile
from foundation.audit.gate import open_record
from foundation.search import port


class SearchPapers(View):
    """Keep what was typed and lead to its results among the papers of the file; nothing typed leads back to the list."""

    http_method_names = ["post"]

    def post(self, request, ref):
        case_file = open_record(request, CaseFile.objects.all(), ref=ref)
        text = request.POST.get("q", "")
        if not text.strip():
            return HttpResponseRedirect(reverse("casetracker:documents", kwargs={"ref": case_file.ref}))
        where = reverse("search_results", kwargs={"ref": port.remember(request.user, text).ref})
        return HttpResponseRedirect(f"{where}?{urlencode({'kind': 'document', 'file': case_file.ref})}")
