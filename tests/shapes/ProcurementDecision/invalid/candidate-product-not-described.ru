# expect: psgsh:ProcurementDecision-candidateProduct sh:ClassConstraintComponent
# The decision names a software product that is not described anywhere.
INSERT DATA { <id/decision/example> psg:candidateProduct <id/product/nowhere> }
