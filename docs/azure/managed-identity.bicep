// A managed identity, an Azure Bot that signs in with it, and its Teams channel. There is no password.
// docs/azure.md says how to use it.

targetScope = 'resourceGroup'

@description('Name of the Azure Bot, the only one of this name in Azure.')
@minLength(4)
@maxLength(42)
param name string = 'callcheck'

@description('Name that people see.')
@maxLength(42)
param displayName string = 'Callcheck'

@description('Where the server is reached, without a path and without a slash at the end.')
param publicUrl string

@description('Where the identity is kept. The bot itself has no place.')
param location string = resourceGroup().location

@description('F0 is free, and all that Teams needs.')
@allowed([
  'F0'
  'S1'
])
param sku string = 'F0'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: displayName
    endpoint: '${publicUrl}/api/messages'
    msaAppId: identity.properties.clientId
    msaAppType: 'UserAssignedMSI'
    msaAppTenantId: identity.properties.tenantId
    msaAppMSIResourceId: identity.id
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

output MicrosoftAppId string = identity.properties.clientId
output MicrosoftAppTenantId string = identity.properties.tenantId
output MicrosoftAppType string = 'UserAssignedMSI'
output identityId string = identity.id
