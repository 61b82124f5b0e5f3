# expect: psgsh:ProcurementDecision-selectedProduct sh:ClassConstraintComponent
# The decision names a software product that is not described anywhere.
INSERT DATA { <id/decision/example> psg:selectedProduct <id/product/nowhere> }
