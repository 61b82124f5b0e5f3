# expect: psgsh:DataService-title sh:MinCountConstraintComponent
# The interface has no title.
DELETE WHERE { <id/api/example> dct:title ?value }
