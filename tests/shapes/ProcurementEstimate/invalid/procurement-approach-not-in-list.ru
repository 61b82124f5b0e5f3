# expect: psgsh:ProcurementEstimate-procurementApproach sh:NodeConstraintComponent
# The code for “procurement approach” is not in the code list.
DELETE WHERE { <id/estimate/example> psg:procurementApproach ?value } ;
INSERT DATA { <id/estimate/example> psg:procurementApproach <codelist/procurement-approach/unknown> }
