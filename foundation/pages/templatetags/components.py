"""The pieces every page is put together from. Seen all together, with data, on ``/components/`` (debug and tests).

How to write a page
===================

::

    {% extends "base.html" %}
    {% load i18n components %}
    {% block title %}{% translate "Court dates" %}, {{ case_file.headline }}{% endblock %}
    {% block main %} <h1>...</h1> ... {% endblock %}

Blocks of ``base.html``: ``title``; ``header`` (white band above the columns, for ``identity`` and ``subnav``); ``main``; ``aside``
(right column, filled only where needed). An error summary for ``form`` in the context stands at the top of main by itself, and
"Error:" in the title. ``{% load components %}`` brings everything below, dates included.
A component never queries: hand it what the view prepared.
Tones everywhere: ``neutral action wait done risk`` (the badge of a situation: action = we act, wait = somebody else acts).

Pieces that enclose content
---------------------------
::

    {% panel title=_("Next in court") %} ... {% endpanel %}
        also: level=3, id="next", tone="risk", more_url=url, more=_("Full court list")
    {% facts %}
      {% fact _("Court") file.court_name %}               nothing is shown for an empty value
      {% fact _("Agency") file.agency url=agency_url %}
      {% factblock _("Next date") %}{% due file.next_date today %}{% endfactblock %}
    {% endfacts %}
    {% datatable caption=_("Court dates") %}
      <thead><tr><th scope="col">{% translate "Day" %}</th>...</tr></thead>
      <tbody>{% for row in rows %}<tr>{% cell _("Day") %}{% day row.on %}{% endcell %}...</tr>{% endfor %}</tbody>
    {% enddatatable %}
        becomes cards at phone width; scroll=True keeps the grid in a labelled region that scrolls; caption_hidden=True
    {% records label=_("Cases") %}                        a list of things to open (j, k, o, x work in it)
      {% record url=file.get_absolute_url title=file.headline ref=file.ref %}
         <p>{% badge file.situation "action" %} ...</p>
      {% endrecord %}                                     also: select="ref" adds the tick box, changed=True marks it as just changed
    {% endrecords %}
    {% notice tone="wait" title=_("Publication ban") %} ... {% endnotice %}
    {% historylist %}
      {% historyentry when=move.recorded_at who=move.act.by %} ... {% endhistoryentry %}
    {% endhistorylist %}                                  also: corrected=_("corrected by S. Roy")
    {% identity title=_("R. v. Alder") ref=file.ref crumbs=crumbs %} facts, badges {% endidentity %}
        crumbs = list of (label, url)
    {% actform form=form submit=_("Confirm move") %} more markup after the fields {% endactform %}
        a POST form with token, hidden fields, every field and the button; also: action=url, cancel_url=url, danger=True, hint="...",
        draft=draft (what ActFormView puts in the context: saves while typing, and a Save draft button without script),
        fields=False when the content itself places the fields with {{ form.name.as_field_group }};
        suggest_url=url posts the typed text 400 ms after typing stops and puts the answer (a piece of HTML whose root carries
        data-suggest-count="3 suggestions") where {% suggestions %} ... {% endsuggestions %} stands; inside it what shows before
    {% postbutton url=url label=_("Mark as read") key=key %}    one button that POSTs; fields={"name": value}; look="quiet|main|danger|link"

Pieces that stand alone
-----------------------
::

    {% badge text tone %}                   {% badge _("Waiting for disclosure reply") "wait" %}; nothing for an empty text
    {% count number hidden_label %}         the small number beside a link
    {% subnav items label=_("This file") %} items = list of (label, url, current) or (label, url, current, count)
    {% filterpanel groups clear_url %}      the filters of a ListPage, at the left; {% filtertags chips clear_url %} what is chosen;
    {% sortlinks sorts sort %}              its orders; {% pagination page %} its pages, keeping the rest of the address
    {% empty _("No court dates yet.") url=add_url action=_("Add the first appearance") %}
    {% errorsummary form other_form %}      only where the form is not called ``form`` (that one comes by itself)
    {% guards results %}                    GuardResult list: what is met, what is not and where to mend it
    {% progress job.done job.total _("Building the index") %}
    {% draftstatus draft.saved_at %}        "draft saved 2:14 p.m."; actform draws it by itself
    {% masked "A.B." url=show_url %}        a name that is hidden, with the way to show it
    {% copybutton text=decision.citation label=_("Copy citation") %}

Dates (the words of ux.md 5)
----------------------------
::

    {% day value %}        March 3, 2026 / 3 mars 2026 / 1er mars 2026         weekday=True
    {% dayshort value %}   Mar 3, 2026 (tables)
    {% due value %}        Mar 3, 2026 (overdue 4 days) | (today) | (tomorrow) | (11 days); {% due value today %} on a courthouse's day
    {% moment dt zone %}   Mar 3, 2026, 2:10 p.m. EST                          zone may be left out
    {% timeofday value zone %}  10:00 a.m.; with a zone that is not Toronto's, "10:00 a.m. (Central Time)"

Forms
-----
``{{ form }}`` or ``{{ form.field.as_field_group }}``: label, hint, error and their ties for screen readers come from
``django/forms/field.html``. Set ``class="field-short"`` or ``"field-medium"`` in a widget's attrs for narrow boxes. Never style by hand.
The link of the next step takes ``data-next-step`` (the key m).

Plain classes
-------------
``button``, ``button button-quiet``, ``button button-danger``, ``button-row`` around them; ``columns`` (two equal), ``stack`` (even space),
``lead``, ``muted``, ``nowrap``, ``visually-hidden``, ``no-print``, ``print-only``, ``numbers`` (row of
``bignumber``), ``prose`` (typed text), ``just-changed``.
"""

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from foundation import clock
from foundation.pages import days

register = template.Library()

TONES = ("neutral", "action", "wait", "done", "risk", "info")


def _draw(name, **words):
    """Render a component's template with exactly the words it was given."""
    return render_to_string(f"components/{name}.html", words)


def _tone(tone):
    """Refuse a tone that has no style, so that a slip of the pen shows in development and not as grey on a page."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"Unknown tone {tone!r}; use one of {', '.join(TONES)}.")
    return tone


# --- Enclosing pieces --------------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def panel(content, title, level=2, id="", tone="neutral", more_url="", more=""):
    """Draw a titled box."""
    words = {"title": title, "level": level, "tone": _tone(tone), "more_url": more_url, "more": more}
    return _draw("panel", content=content, id=id or f"panel-{slugify(title)}", **words)


@register.simple_block_tag
def facts(content, columns=1):
    """Draw a list of labels and values; with nothing inside, nothing."""
    return format_html('<dl class="facts facts-{}">{}</dl>', columns, content) if content.strip() else ""


@register.simple_tag
def fact(label, value, url=""):
    """Draw one label with its value, and nothing at all when the value is empty."""
    if value is None or value == "":
        return ""
    shown = format_html('<a href="{}">{}</a>', url, value) if url else value
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown)


@register.simple_block_tag
def factblock(content, label):
    """Draw one label whose value is markup; nothing when it comes out empty."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content) if content.strip() else ""


@register.simple_block_tag
def datatable(content, caption, scroll=False, caption_hidden=False, id=""):
    """Draw a table that turns into cards on a phone, or scrolls inside a labelled region where ``scroll`` is set."""
    return _draw(
        "datatable", content=content, caption=caption, scroll=scroll, caption_hidden=caption_hidden, id=id or f"table-{slugify(caption)}"
    )


@register.simple_block_tag
def cell(content, label, number=False, head=False):
    """Draw one cell that knows its column's name, which is what the card shows on a phone."""
    words = {"label": label, "kind": mark_safe(' class="number"') if number else "", "content": content}
    if head:
        return format_html('<th scope="row" data-label="{label}"{kind}>{content}</th>', **words)
    return format_html('<td data-label="{label}"{kind}>{content}</td>', **words)


@register.simple_block_tag
def records(content, label):
    """Draw a list of things that can be opened."""
    return format_html('<ul class="records" aria-label="{}" data-rows>{}</ul>', label, content)


@register.simple_block_tag
def record(content, url, title, ref="", select="", changed=False, level=3, tone="neutral"):
    """Draw one thing of a list with the link that opens it."""
    words = {"url": url, "title": title, "ref": ref, "select": select, "changed": changed, "level": level, "tone": _tone(tone)}
    return _draw("record", content=content, **words)


@register.simple_block_tag
def notice(content, tone="info", title="", announce=False):
    """Draw a message box; ``announce`` only for what a screen reader must say at once."""
    return _draw("notice", content=content, tone=_tone(tone), title=title, announce=announce)


@register.simple_block_tag
def historylist(content):
    """Draw the list of what happened, newest first."""
    return format_html('<ol class="history">{}</ol>', content)


@register.simple_block_tag
def historyentry(content, when, who="", zone="", corrected=""):
    """Draw one thing that happened; a corrected one stays readable and says by whom it was corrected."""
    return _draw("historyentry", content=content, when=when, who=who, zone=zone, corrected=corrected)


@register.simple_block_tag
def identity(content, title, ref="", crumbs=()):
    """Draw who or what this group of pages is about; holds the page's only h1 unless the page has its own."""
    return _draw("identity", content=content, title=title, ref=ref, crumbs=crumbs)


@register.simple_block_tag(takes_context=True)
def actform(context, content, form, submit, action="", cancel_url="", danger=False, draft=None, hint="", fields=True, suggest_url=""):
    """Draw a form that writes: token, hidden fields, every field, the button and the way out."""
    words = {
        "form": form,
        "fields": fields,
        "submit": submit,
        "action": action,
        "cancel_url": cancel_url,
        "danger": danger,
        "draft": draft,
        "hint": hint,
        "suggest_url": suggest_url,
        "csrf_token": context.get("csrf_token", ""),
    }
    return _draw("actform", content=content, **words)


@register.simple_block_tag
def suggestions(content):
    """Mark where suggestions for what is being typed appear; the count is read out once, focus never moves."""
    return format_html(
        '<div id="suggestions" class="suggestions">{}</div><p class="visually-hidden" role="status" data-suggest-spoken></p>',
        mark_safe(content.strip()),
    )


# --- Standing pieces ---------------------------------------------------------------------------------------------------------------


@register.simple_tag
def badge(text, tone="neutral"):
    """Draw a state or situation in words; the colour only repeats what the words say."""
    return format_html('<span class="badge badge-{}">{}</span>', _tone(tone), text) if text else ""


@register.simple_tag
def count(number, hidden_label=""):
    """Draw the small number beside a link; nothing for none."""
    if not number:
        return ""
    return format_html('<span class="count">{}<span class="visually-hidden"> {}</span></span>', number, hidden_label)


@register.simple_tag
def subnav(items, label):
    """Draw the pages of one file as real links; a folded list on a phone."""
    rows = [{"label": item[0], "url": item[1], "current": item[2], "count": item[3] if len(item) > 3 else None} for item in items]
    return _draw("subnav", items=rows, label=label, current=next((row["label"] for row in rows if row["current"]), label))


@register.simple_tag(takes_context=True)
def pagination(context, page, name="page"):
    """Draw the way to the other pages of a list, keeping filters and sorting in the address."""
    if not page or not page.has_other_pages():
        return ""
    asked = context["request"].GET.copy() if "request" in context else None

    def link(number):
        """Give the address of one page of this list."""
        if asked is None:
            return f"?{name}={number}"
        asked[name] = number
        return f"?{asked.urlencode()}"

    steps = [
        {"number": step, "url": link(step) if isinstance(step, int) else "", "current": step == page.number}
        for step in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    words = {
        "page": page,
        "steps": steps,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "following": link(page.next_page_number()) if page.has_next() else "",
    }
    return _draw("pagination", **words)


@register.simple_tag(takes_context=True)
def filterpanel(context, groups, clear_url="?", title="", form=None, kept=()):
    """Draw the filters of a list: always open, folded on a phone; the order of the list is kept.

    ``form`` adds fields to the groups; ``kept`` is what else of the address stays, as (name, value) pairs.
    """
    sort = context["request"].GET.get("sort", "") if "request" in context else ""
    return _draw("filterpanel", groups=groups, clear_url=clear_url, title=title or _("Filters"), sort=sort, form=form, kept=kept)


@register.simple_tag
def filtertags(chips, clear_url=""):
    """Draw what is filtered on, each with the link that takes it away."""
    return _draw("filtertags", chips=chips, clear_url=clear_url) if chips else ""


@register.simple_tag(takes_context=True)
def sortlinks(context, sorts, sort):
    """Draw the orders a list can have as links, the present one marked."""
    kept = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    kept.pop("page", None)
    links = []
    for entry in sorts:
        kept["sort"] = entry.name
        links.append({"label": entry.label, "url": f"?{kept.urlencode()}", "current": entry == sort})
    return _draw("sortlinks", links=links) if len(links) > 1 else ""


@register.simple_tag
def empty(text, url="", action=""):
    """Say why there is nothing here and what to do next."""
    return _draw("empty", text=text, url=url, action=action)


@register.simple_tag
def errorsummary(*forms):
    """List every mistake of these forms, each with a link to its field; nothing when there is none."""
    problems = []
    for form in forms:
        if not form or not getattr(form, "is_bound", False) or not form.errors:
            continue
        problems.extend({"text": text, "target": ""} for text in form.non_field_errors())
        for hidden in form.hidden_fields():
            problems.extend({"text": text, "target": ""} for text in hidden.errors)
        for field in form.visible_fields():
            problems.extend({"text": text, "target": _first_box(field)} for text in field.errors)
    return _draw("errorsummary", problems=problems) if problems else ""


def _first_box(field):
    """Find the id of the box to type in; of several boxes or choices, the first."""
    if field.use_fieldset:
        context = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]
        boxes = context.get("subwidgets") or [choice for group in context.get("optgroups", ()) for choice in group[1]]
        if boxes:
            return boxes[0]["attrs"].get("id", field.auto_id)
    return field.id_for_label or field.auto_id


@register.simple_tag
def guards(results):
    """Show what a step still needs, each with the link that mends it, and what is already there."""
    return _draw("guards", results=results) if results else ""


@register.simple_tag
def progress(done, total, label):
    """Draw how far long work is; "preparing" while the total is not known."""
    percent = int(100 * done / total) if total else None
    return _draw("progress", done=done, total=total, percent=percent, label=label, id=f"progress-{slugify(label)}")


@register.simple_tag
def draftstatus(saved_at=None):
    """Draw the line that says in words whether the draft is saved."""
    return _draw("draftstatus", saved=days.clock_time(days.local(saved_at)) if saved_at else "")


@register.simple_tag
def masked(text, url=""):
    """Draw a name that is hidden, with the way to show it (which is recorded)."""
    return _draw("masked", text=text, url=url)


@register.simple_tag
def copybutton(text, label):
    """Draw a button that copies a text; it stays hidden where there is no script."""
    return _draw("copybutton", text=text, label=label)


@register.simple_tag(takes_context=True)
def postbutton(context, url, label, key="", fields=None, look="quiet"):
    """Draw one button that writes something, as a form of its own."""
    words = {"url": url, "label": label, "key": key, "fields": (fields or {}).items(), "look": look}
    return _draw("postbutton", csrf_token=context.get("csrf_token", ""), **words)


# --- Dates -------------------------------------------------------------------------------------------------------------------------


def _time_tag(value, text, kind=""):
    """Wrap a written date so that machines can read it."""
    return format_html('<time datetime="{}"{}>{}</time>', value.isoformat(), mark_safe(kind), text)


@register.simple_tag(name="day")
def day_tag(value, weekday=False):
    """Write a date in full."""
    return _time_tag(value, days.day(value, weekday=weekday)) if value else ""


@register.simple_tag
def dayshort(value):
    """Write a date for a table."""
    return _time_tag(value, days.day(value, short=True)) if value else ""


@register.simple_tag
def due(value, today=None):
    """Write a date with how far away it is, in brackets; today is Toronto's unless the view gives the courthouse's."""
    if not value:
        return ""
    today = today or clock.today()
    date = days.local(value)
    tag = _time_tag(date, days.day(date, short=True))
    return format_html(
        '<span class="due due-{}">{} <span class="due-words">({})</span></span>',
        days.due_tone(value, today),
        tag,
        days.due_words(value, today),
    )


@register.simple_tag(name="moment")
def moment_tag(value, zone=""):
    """Write an instant with its zone."""
    return _time_tag(value, days.moment(value, zone)) if value else ""


@register.simple_tag
def timeofday(value, zone=""):
    """Write a local time of day; the zone is named only where it is not Toronto's."""
    if value is None or value == "":
        return ""
    words = days.zone_words(zone)
    shown = days.clock_time(value)
    return format_html("{} ({})", shown, words) if words else shown
