# expect: psgsh:ProcurementEstimate-procurementApproach sh:MaxCountConstraintComponent
# The estimate names two approaches.
INSERT DATA { <id/estimate/example> psg:procurementApproach <codelist/procurement-approach/develop> }
