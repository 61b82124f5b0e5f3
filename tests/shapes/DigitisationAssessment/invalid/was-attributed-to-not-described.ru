# expect: psgsh:DigitisationAssessment-wasAttributedTo sh:OrConstraintComponent
# The digitisation assessment names an organisation or digital service team that is not described anywhere.
DELETE WHERE { <id/level-assessment/example> prov:wasAttributedTo ?value } ;
INSERT DATA { <id/level-assessment/example> prov:wasAttributedTo <id/organisation/nowhere> }
