# expect: psgsh:KeyDigitalFunctionality-title sh:MinCountConstraintComponent
# The functionality has no title.
DELETE WHERE { <id/functionality/example> dct:title ?value }
