# expect: psgsh:ServicePattern-title sh:MinCountConstraintComponent
# The pattern has no title.
DELETE WHERE { <id/pattern/example> dct:title ?value }
