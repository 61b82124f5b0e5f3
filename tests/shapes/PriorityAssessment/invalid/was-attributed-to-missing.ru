# expect: psgsh:PriorityAssessment-wasAttributedTo sh:MinCountConstraintComponent
# The priority assessment names no organisation or digital service team.
DELETE WHERE { <id/assessment/example> prov:wasAttributedTo ?value }
