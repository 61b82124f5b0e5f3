# expect: psgsh:ProcurementDecision-wasAttributedTo sh:ClassConstraintComponent
# The decision names an organisation that is not described anywhere.
DELETE WHERE { <id/decision/example> prov:wasAttributedTo ?value } ;
INSERT DATA { <id/decision/example> prov:wasAttributedTo <id/organisation/nowhere> }
