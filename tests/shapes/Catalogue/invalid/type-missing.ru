# expect: psgsh:Catalogue-type sh:HasValueConstraintComponent
# The catalogue is not stated to be a dcat:Dataset.
DELETE DATA { <id/catalogue/example> a dcat:Dataset }
