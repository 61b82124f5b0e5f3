# expect: psgsh:ProcurementDecision-procurementApproach sh:NodeConstraintComponent
# The code for “procurement approach” is not in the code list.
DELETE WHERE { <id/decision/example> psg:procurementApproach ?value } ;
INSERT DATA { <id/decision/example> psg:procurementApproach <codelist/procurement-approach/unknown> }
