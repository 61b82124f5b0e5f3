# expect: psgsh:ProcurementEstimate-estimateFor sh:ClassConstraintComponent
# The estimate names a Building Block that is not described anywhere.
DELETE WHERE { <id/estimate/example> psg:estimateFor ?value } ;
INSERT DATA { <id/estimate/example> psg:estimateFor <id/building-block/nowhere> }
