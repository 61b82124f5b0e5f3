# expect: psgsh:ServicePattern-qualifiedDemand sh:ClassConstraintComponent
# The pattern names a Building Block demand that is not described anywhere.
INSERT DATA { <id/pattern/example> psg:qualifiedDemand <id/demand/nowhere> }
