"""Installing the connector in an org by its APIs: deployments, what is there already, who has it.

Deployments go by REST; only retrieving needs SOAP. What an org answers is bounded and read without a DTD.
Holds no rule about what is to be installed: that is the verbs' business.
"""

from app.crm.salesforce.installer.installer import SalesforceInstaller, salesforce_installer

__all__ = ["SalesforceInstaller", "salesforce_installer"]
