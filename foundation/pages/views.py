"""Bases of the pages that write, and the pages of the frame itself."""

from django.core.exceptions import ObjectDoesNotExist
from django.forms import ChoiceField, ModelChoiceField
from django.forms.utils import pretty_name
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from foundation.records import AlreadySent, Refusal, StaleRecord

from . import again, drafts

NOT_TYPED = frozenset({"key", "version", "next", "confirmed"})


class ActFormView(FormView):
    """A page with one form that makes one service call.

    Give ``form_class``, ``template_name``, ``perform(form) -> url`` (the service call), and ``get_record()`` where the form edits a
    record. With ``draft_name`` what is typed is kept on the server until it is sent. Refusals come back beside their field with
    everything typed; a second send leads where the first one led.
    """

    draft_name = ""

    def get_record(self):
        """The record this form edits, read now, or None."""
        return None

    def perform(self, form) -> str:
        """Call the service; give the address to go to."""
        raise NotImplementedError

    def draft_about(self) -> str:
        """Which record a draft of this form belongs to ("" for a new one)."""
        record = self.get_record()
        return record.ref if record is not None else ""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["record"] = self.get_record()
        if self.request.method == "GET" and self.draft_name:
            self.draft = drafts.find(self.request.user, form=self.draft_name, about=self.draft_about())
        return kwargs

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        draft = getattr(self, "draft", None)
        if draft is not None:
            typed = drafts.values(draft)
            for name, field in form.fields.items():
                bound = field.widget.value_from_datadict(typed, {}, name)
                if not field.widget.value_omitted_from_data(typed, {}, name):
                    form.initial[name] = bound
        return form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.draft_name:
            context["draft"] = {
                "form": self.draft_name,
                "about": self.draft_about(),
                "path": self.request.path,
                "saved_at": getattr(getattr(self, "draft", None), "saved_at", None),
            }
        return context

    def form_valid(self, form):
        try:
            url = self.perform(form)
        except AlreadySent as sent:
            return HttpResponseRedirect(sent.url)
        except ObjectDoesNotExist:
            if self._record_stands():
                raise
            form.add_error(None, _("Somebody threw this away while you had it open. Your words stand below; copy what you need."))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        except (Refusal, StaleRecord) as refused:
            field = getattr(refused, "field", None)
            form.add_error(field if field in form.fields else None, str(refused))
            form.refusal = refused
            if isinstance(refused, StaleRecord):
                self._take_new_version(form)
            return self.form_invalid(form)
        if self.draft_name:
            drafts.discard(self.request.user, form=self.draft_name, about=self.draft_about(), key=form.act_fields()["key"])
        return HttpResponseRedirect(url)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 409 if isinstance(getattr(form, "refusal", None), StaleRecord) else 422
        return response

    def _record_stands(self) -> bool:
        """Say whether the record of the form is still there, where it has one."""
        record = self.get_record()
        return record is None or type(record)._base_manager.filter(pk=record.pk).exists()

    def _take_new_version(self, form):
        record = self.get_record()
        if record is not None:
            record.refresh_from_db()
            form.data = form.data.copy()
            form.data[form.add_prefix("version")] = record.version


class SaveDraft(View):
    """Keep what stands in a form, without checking it; for the script (JSON) and for the button (back to the page)."""

    http_method_names = ["post"]

    def post(self, request):
        form = request.POST.get("draft_form", "")[:60]
        about = request.POST.get("draft_about", "")[:40]
        path = request.POST.get("draft_path", "/")[:300]
        if not form or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
            return JsonResponse({"saved": False}, status=400)
        draft = drafts.save(
            request.user, form=form, about=about, path=path, data=request.POST, title=request.POST.get("draft_title", "")[:200]
        )
        if request.headers.get("X-Background"):
            when = date_format(localtime(draft.saved_at), "TIME_FORMAT") if draft else ""
            return JsonResponse({"saved": draft is not None, "at": when})
        return HttpResponseRedirect(path)


class StaySignedIn(View):
    """Answer the person who says she is still there; being an answer to her, it renews the idle stamp by itself."""

    http_method_names = ["get"]

    def get(self, request):
        return HttpResponse(status=204)


def csrf_failure(request, reason=""):
    """Show again everything that was typed, with a fresh token and "Send again"."""
    return show_again(request, heading=_("This page was open too long to be sent as it was"), status=403)


def show_again(request, *, heading: str, status: int, signed_out: bool = False):
    """Show a form that could not be taken with everything typed; one press sends it, also after signing in in another tab."""
    words = {"typed": typed_fields(request), "action": request.get_full_path(), "heading": heading, "signed_out": signed_out}
    secret = again.give(request, words)
    response = render(request, "errors/send_again.html", words, status=status)
    again.set_cookie(response, secret)
    return response


def typed_fields(request) -> list[tuple[str, str, str, str]]:
    """What the request carried, from the request alone, as (name, label, value, words of a choice); a hidden field has no label."""
    view = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
    fields = getattr(getattr(view, "form_class", None), "base_fields", {})
    return [
        (name, _label(name, fields) if entry or name in fields else "", entry, _chosen(fields.get(name), entry))
        for name, entries in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", again.FIELD) and "password" not in name
        for entry in entries
    ]


def _chosen(field, entry: str) -> str:
    """Say a choice as the form did; who is asked for by name in a form stands in no list here."""
    if not isinstance(field, ChoiceField) or isinstance(field, ModelChoiceField):
        return ""
    return next((str(words) for code, words in field.choices if entry and str(code) == entry), "")


def _label(name: str, fields) -> str:
    """Call a field as its form does; a box of several is called by its field and its own name."""
    if name in NOT_TYPED or name.startswith("draft_"):
        return ""
    whole, _part, box = name.rpartition("_")
    field = fields.get(name) or fields.get(whole)
    if field is None:
        return pretty_name(name)
    if field.widget.is_hidden:
        return ""
    boxes = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    label = str(field.label or pretty_name(whole or name))
    return label if name in fields else f"{label} ({boxes.get(box, box)})"
