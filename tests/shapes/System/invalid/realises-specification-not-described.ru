# expect: psgsh:System-realisesSpecification sh:ClassConstraintComponent
# The system names a Building Block specification that is not described anywhere.
INSERT DATA { <id/system/example> psg:realisesSpecification <id/specification/nowhere> }
