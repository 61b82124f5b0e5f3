# expect: psgsh:ProcurementDecision-procurementApproach sh:MaxCountConstraintComponent
# The decision has two codes for “procurement approach”.
INSERT DATA { <id/decision/example> psg:procurementApproach <codelist/procurement-approach/reuse-from-catalogue> }
