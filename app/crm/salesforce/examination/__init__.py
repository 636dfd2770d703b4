"""What an org is asked in an examination, and what its answers mean.

A file for each area; ``expected`` says what there has to be, ``case`` holds what was read. Nothing writes.
"""

from app.crm.salesforce.examination.examiner import SalesforceExaminer

__all__ = ["SalesforceExaminer"]
