"""The addresses of the officers' pages. Whoever is not signed in is sent to `sign_in` by the gate of the project."""

from __future__ import annotations

from django.urls import path

from doudi.desk.acceptance import authorisation, paper_code, register
from doudi.desk.acceptance import views as acceptance
from doudi.desk.audit import views as audit
from doudi.desk.case import beside, letters, report
from doudi.desk.case import views as cases
from doudi.desk.doing import views as doing
from doudi.desk.money import views as money
from doudi.desk.people import views as people
from doudi.desk.policy import calendar, home, proposing, simulations, standards
from doudi.desk.signin import account, views
from doudi.desk.verifying import asking, obligors, queries
from doudi.desk.verifying import views as verifying
from doudi.desk.worklist import changes, export
from doudi.desk.worklist import views as worklist

app_name = "desk"
urlpatterns = [
    path("", worklist.start, name="start"),
    path("export/", export.export, name="export"),
    path("start-many/", worklist.start_many, name="start_many"),
    path("changes/", changes.changes, name="changes"),
    path("notices/", worklist.print_notices, name="print_notices"),
    path("acceptance/", acceptance.waiting, name="acceptance"),
    path("register/", register.register, name="register"),
    path("applications/<slug:number>/", acceptance.application, name="application"),
    path("applications/<slug:number>/accept/", acceptance.accept, name="application_accept"),
    path("applications/<slug:number>/tell/", acceptance.tell, name="application_tell"),
    path("applications/<slug:number>/forward/", acceptance.send_on, name="application_send_on"),
    path("applications/<slug:number>/confirmed/", acceptance.confirmed, name="application_confirmed"),
    path("applications/<slug:number>/withdraw/", acceptance.take_back, name="application_take_back"),
    path("applications/<slug:number>/authorisation/", authorisation.authorisation, name="application_authorisation"),
    path("applications/<slug:number>/papers/", acceptance.upload, name="application_upload"),
    path("applications/<slug:number>/code/", paper_code.print_code, name="application_code"),
    path("cases/<slug:number>/", cases.case, name="case"),
    path("cases/<slug:number>/before/", beside.before, name="case_before"),
    path("cases/<slug:number>/after/", beside.after, name="case_after"),
    path("cases/<slug:number>/identity/<int:member>/", cases.identity, name="identity"),
    path("cases/<slug:number>/do/<slug:name>/", doing.do, name="do"),
    path("cases/<slug:number>/letters/<int:key>/", letters.letter, name="letter"),
    path("cases/<slug:number>/determine/", doing.determine, name="determine"),
    path("cases/<slug:number>/settle/", verifying.settle, name="settle"),
    path("cases/<slug:number>/consent/", verifying.consent, name="consent"),
    path("cases/<slug:number>/unreachable/", verifying.unreachable, name="unreachable"),
    path("cases/<slug:number>/obligors/<int:member>/", obligors.note, name="obligors"),
    path("cases/<slug:number>/answer/", verifying.answer, name="answer"),
    path("cases/<slug:number>/nothing-found/", verifying.nothing_found, name="nothing_found"),
    path("cases/<slug:number>/queries/", queries.queries, name="queries"),
    path("cases/<slug:number>/report/", verifying.report, name="report"),
    path("cases/<slug:number>/ask-family/", asking.family, name="ask_family"),
    path("cases/<slug:number>/ask-again/", asking.again, name="ask_again"),
    path("cases/<slug:number>/check-anew/", verifying.check_anew, name="check_anew"),
    path("cases/<slug:number>/recheck/", verifying.check_again, name="recheck"),
    path("cases/<slug:number>/reports/<int:key>/", report.report, name="case_report"),
    path("cases/<slug:number>/reports/<int:key>/pdf/", report.report_pdf, name="case_report_pdf"),
    path("cases/<slug:number>/reports/<int:key>/json/", report.report_json, name="case_report_json"),
    path("cases/<slug:number>/visit/", verifying.visit, name="visit"),
    path("cases/<slug:number>/papers/", verifying.upload, name="upload"),
    path("papers/<int:key>/", cases.document, name="document"),
    path("batches/", money.batches, name="batches"),
    path("batches/held/", money.held, name="batches_held"),
    path("batches/<int:number>/", money.batch, name="batch"),
    path("batches/<int:number>/approve/", money.approve, name="batch_approve"),
    path("batches/<int:number>/cancel/", money.cancel, name="batch_cancel"),
    path("batches/<int:number>/file/", money.write_file, name="batch_file"),
    path("batches/<int:number>/file/download/", money.download, name="batch_download"),
    path("batches/<int:number>/receipt/", money.receipt, name="batch_receipt"),
    path("batches/<int:number>/reissue/", money.again, name="batch_reissue"),
    path("audit/", audit.events, name="audit"),
    path("audit/check/", audit.check, name="audit_check"),
    path("policy/", home.policy, name="policy"),
    path("policy/new/", proposing.new, name="standard_new"),
    path("policy/export/", home.export, name="standards_export"),
    path("policy/<int:standard>/", standards.standard, name="standard"),
    path("policy/<int:standard>/document/", standards.document, name="standard_document"),
    path("policy/<int:standard>/simulate/", simulations.preview, name="standard_simulate"),
    path("simulations/", simulations.simulations, name="simulations"),
    path("simulations/<int:simulation>/", simulations.simulation, name="simulation"),
    path("simulations/<int:simulation>/download/", simulations.workbook, name="simulation_workbook"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="people_new"),
    path("people/<int:officer>/", people.person, name="person"),
    path("people/<int:officer>/password/", people.password, name="person_password"),
    path("people/offices/", people.office, name="people_office"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-in/outside/", views.outside, name="outside"),
    path("sign-in/back/", views.back_from_outside, name="back_from_outside"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", account.overview, name="account"),
    path("account/office/", account.choose_office, name="choose_office"),
    path("account/password/", account.password, name="password"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery_codes"),
]
