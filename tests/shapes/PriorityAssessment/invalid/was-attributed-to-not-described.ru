# expect: psgsh:PriorityAssessment-wasAttributedTo sh:OrConstraintComponent
# The priority assessment names an organisation or digital service team that is not described anywhere.
DELETE WHERE { <id/assessment/example> prov:wasAttributedTo ?value } ;
INSERT DATA { <id/assessment/example> prov:wasAttributedTo <id/organisation/nowhere> }
