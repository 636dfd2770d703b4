"""A CRM to test against: the org's API, its opportunity page with the canvas frame, and a control port.

Its own process (`python -m app.sandbox`), its own origin. Imports nothing else of the app: it is a
witness and must not share the app's mistakes.

    listener  wire            HTTP in and out           api  routes  composite/  soql/  the data API
    org  database  schema     what the org holds        rows  rules  totals  files     what records do
    canvas  oauth  tokens     who is calling            ui  pages/                     the record page
    permissions/  switches    what each user may see    metadata/                      what is deployed
    control  faults/  calls   what testers see and switch
    testing/  in_process      the sandbox in the tests of other projects
"""
