"""Metadata: components that are deployed as a zip, what of them takes effect, and what can be retrieved.

Custom objects, custom fields, and the rights in profiles and permission sets take effect. All other kinds are
looked through, kept and given back as they came. For deploying by REST there is `rest.py`; `soap_metadata.py`
beside this folder has it all by SOAP.
"""
