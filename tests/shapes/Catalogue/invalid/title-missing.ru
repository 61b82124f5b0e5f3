# expect: psgsh:Catalogue-title sh:MinCountConstraintComponent
# The catalogue has no title.
DELETE WHERE { <id/catalogue/example> dct:title ?value }
