"""Trying a field mapping against an org: its describe is asked, nothing is written."""

from app.crm.salesforce.trial.tried import SalesforceTrial

__all__ = ["SalesforceTrial"]
