# expect: psgsh:Catalogue-description sh:MinCountConstraintComponent
# The catalogue has no description.
DELETE WHERE { <id/catalogue/example> dct:description ?value }
